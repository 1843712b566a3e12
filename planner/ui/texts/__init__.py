"""Words of the pages: one file a page, each key with the Chinese and the English text."""
