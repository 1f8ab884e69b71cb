"""A folded text with its way back to the original.

A view is cut into pieces. In a straight piece each character stands for one of the original; any other
piece is a block, of which every part stands for the whole (`½` became `1/2`). It knows no folding.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """Hold a folded text and where its characters come from.

    Args:
        text: the folded text.
        starts: where each piece begins in `text`; empty when the whole text is one straight piece.
        origins: where each piece begins in the text that was folded.
        ends: one past where each piece ends there.
        inner: the view that was folded, when the folding was done in two steps.
    """

    text: str
    starts: tuple[int, ...] = ()
    origins: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    inner: View | None = None

    @property
    def is_straight(self) -> bool:
        """Tell whether every character stands where it stood in the original."""
        return not self.starts and (self.inner is None or self.inner.is_straight)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the half-open span of the original for `text[start:end]`.

        >>> View("1/2 g", (0, 3), (0, 1), (1, 3)).span(0, 3)
        (0, 1)
        """
        if self.starts:
            start, end = self._begin(start), self._begin(start) if start >= end else self._finish(end)
        return self.inner.span(start, end) if self.inner is not None else (start, end)

    def _begin(self, at: int) -> int:
        index = max(bisect_right(self.starts, at) - 1, 0)
        if at >= len(self.text):
            return self.ends[-1]
        origin = self.origins[index]
        return origin + at - self.starts[index] if self._is_straight(index) else origin

    def _finish(self, at: int) -> int:
        index = max(bisect_right(self.starts, at - 1) - 1, 0)
        if self._is_straight(index):
            return self.origins[index] + at - self.starts[index]
        return self.ends[index]

    def _is_straight(self, index: int) -> bool:
        following = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
        return self.ends[index] - self.origins[index] == following - self.starts[index]
