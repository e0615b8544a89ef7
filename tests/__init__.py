"""Tests of the atlas; they mirror its modules."""
