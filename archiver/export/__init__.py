"""What an archive holds in the formats of other tools: items as text, captures as WARC and WACZ."""
