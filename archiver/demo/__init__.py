"""A small invented newspaper on loopback: something real to capture, without troubling a real newsroom."""
