"""What the tests of this folder stand on besides `tests/conftest.py`."""

from tests.pages.lived import lived

__all__ = ["lived"]
