"""The whole archive as a folder of JSON lines, and back: it outlives its software (docs/exchange.md)."""
