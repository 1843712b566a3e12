"""From a tidy frame to an Altair chart; nothing is fetched: no tiles, no fonts, no scripts from elsewhere."""
