"""What the pages of "transition and guidance" (转型与指导) share."""
