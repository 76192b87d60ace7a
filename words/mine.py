"""What became of what one said, as a whole: the answer in the title, what stands below it, what was only voted on."""

from words.speech import Speech


def mine_title(
    say: Speech, became: int, total: int, *, told: int = 0, answered: int = 0, voted: int = 0, latest: bool = False
) -> str:
    """The answer in the title: 2 of your 4 ideas became something. Without ideas: how many voices were answered, or how
    many ideas that one could vote on were decided. latest: there are more, and the latest are counted.
    """
    if latest and total and not became:
        return say("Your latest %(total)s ideas are here. Nothing has come of them yet.", total=say.number(total))
    if latest and total:
        return say.many("Of your latest %(total)s ideas %(n)s became something.",
                        "Of your latest %(total)s ideas %(n)s became something.", became,
                        total=say.number(total))  # fmt: skip
    if latest and told:
        return say.many("We answered %(n)s of the latest %(told)s things you told us.",
                        "We answered %(n)s of the latest %(told)s things you told us.", answered,
                        told=say.number(told))  # fmt: skip
    if not total and told == 1:
        return say("We answered what you told us.") if answered else say("What you told us is here. No answer yet.")
    if not total and told:
        return say.many("We answered %(n)s of the %(told)s things you told us.",
                        "We answered %(n)s of the %(told)s things you told us.", answered,
                        told=say.number(told))  # fmt: skip
    if not total and voted:
        return say.many("%(n)s idea from a vote of yours was decided.", "%(n)s ideas from votes of yours were decided.",
                        voted)  # fmt: skip
    if not total:
        return say("What you say lands here, with what becomes of it.")
    if not became:
        return say.many("Your idea is here. Nothing has come of it yet.",
                        "Your %(n)s ideas are here. Nothing has come of them yet.", total)  # fmt: skip
    if total == 1:
        return say("Your idea became something.")
    return say.many(
        "%(n)s of your %(total)s ideas became something.",
        "%(n)s of your %(total)s ideas became something.",
        became,
        total=say.number(total),
    )


def what_is_here(say: Speech, ideas: int, told: int) -> str:
    """What stands below a title that counts ideas only; nothing where it counts everything."""
    if not ideas or not told:
        return ""
    return say("Below: %(ideas)s and %(told)s.", ideas=say.many("%(n)s idea", "%(n)s ideas", ideas),
               told=say.many("%(n)s thing you told us", "%(n)s things you told us", told))  # fmt: skip


def voted_words(say: Speech, voted: int, alone: bool) -> str:
    """The fold with what one could vote on. alone: nothing of one's own stands above it."""
    if alone:
        return say.many("%(n)s idea of your votes has an answer", "%(n)s ideas of your votes have an answer", voted)
    return say.many("%(n)s other idea of your votes has an answer", "%(n)s other ideas of your votes have an answer",
                    voted)  # fmt: skip
