"""Trade allocation: which lot of land quota goes to which buyer, when and at what price; see docs/trading.md."""
