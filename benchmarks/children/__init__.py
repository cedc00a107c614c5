"""Programs that are measured, each started as a process of its own. They print one line of JSON."""
