# The images for the boards.
.PHONY: firmware
firmware:
