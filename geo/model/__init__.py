"""What an atlas is: its description, its cells and dates, the earth it lies on."""
