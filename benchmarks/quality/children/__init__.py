"""What runs in a process of its own: the readers, ours and the peers'. A peer's interpreter has nothing of this
project.
"""
