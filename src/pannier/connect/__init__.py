"""The public interface for plugins: protocols and small dataclasses."""
