"""What a network of segments knows: its lines, its ways, its branches."""
