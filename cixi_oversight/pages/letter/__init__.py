"""The figures of the letter (复函数据): what it states, regenerated from dated rows as of its own dates."""
