"""From orders and shifts to a checked day plan with reasons."""
