"""Mongolian articles of our own with their truth: eighteen texts in seven structures of sites."""
