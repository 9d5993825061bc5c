"""What of a module is out in the world and may not change its meaning: `ids.lock`, and what a change is.

values: what a lock holds; reading: from frozen versions to a lock; file: to text and back; changes: between two locks.
"""
