"""The pages of the interface, a module a kind; each has a twin in JSON, made of the same values."""
