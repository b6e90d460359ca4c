"""Scales of charts: from zero, in whole numbers that are easy to read."""

_MOST_STEPS = 5


def step_for(highest: int) -> int:
    """Return 1, 2 or 5, or one of these with zeros behind: the least that reaches `highest` in five steps."""
    scale = 1
    while True:
        for step in (scale, 2 * scale, 5 * scale):
            if step * _MOST_STEPS >= highest:
                return step
        scale *= 10


def axis_top(highest: float) -> int:
    """Return where a scale ends: the first tick that nothing goes beyond; 1 where all is nothing."""
    whole = -int(-highest // 1)
    step = step_for(whole)
    return max(-(-whole // step) * step, 1)


def ticks(top: int) -> list[int]:
    """Return the numbers of a scale from zero to its end."""
    return list(range(0, top + 1, step_for(top)))


def wrapped(words: str, letters: int) -> list[str]:
    """Return words in lines of at most so many letters; a longer word has a line of its own."""
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
