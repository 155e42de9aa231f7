"""The ladder of guidance (提醒、约谈、责令整改、通报、移送)."""
