"""`/mine` and `/follow/{code}`: what became of what somebody said, phone first, also without an account."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from models.access import Kind, Viewer
from models.answers import Answer, Answers, answer_of_code, my_answers
from models.base import new_code, normal_code
from models.errors import NotFound, Refusal
from models.felt import say_how_it_was
from models.joining import RETURN_CODE_LENGTH, renew_return_code
from models.mail_choices import ChoiceView, choose_mail, my_mail_choice
from models.notices import NoticeView, mark_read, notices_for, unread_count
from models.replies import WORDS_LIMIT, reply, reply_by_code
from models.touchpoints import PublicDoor, open_doors
from store import clock
from store.settings import settings
from web.commitments import commitments_at, felt_choices, to_thanks
from web.entry import ask, attempt, page, viewer_of
from web.mine_news import news_of
from web.pace import LEAVING, spend
from web.throttle import FOLLOWING, address_of, count_wrong, slow_down
from web.voices import voices_of
from words import answers as worded
from words.listening import face_words
from words.mine import mine_title, voted_words, what_is_here
from words.refusals import refusal_sentence
from words.speech import speech
from words.voices_said import followed_title

# So much of a code that is not one is shown again.
TYPED = 20


async def mine(request: Request) -> Response:
    """Everything one has said. Nobody signed in: what this browser follows, and the ways in."""
    viewer = await viewer_of(request)
    if viewer.person_id is None:
        found = await ask(_followed, viewer, codes=voices_of(request))
        return page(request, "follow_all.html", viewer, **_words(viewer), answers=found, sentence="")
    answers = await ask(_mine, viewer)
    return await _mine_page(request, viewer, answers)


async def answer_mine(request: Request) -> Response:
    """Answer what a decision asked."""
    viewer = await viewer_of(request)
    form = await request.form()
    typed = {name: str(form.get(name, "")) for name in ("form_key", "decision_id", "words")}
    try:
        await attempt(reply, viewer, form_key=typed["form_key"], decision_id=typed["decision_id"], words=typed["words"])
    except NotFound:
        raise
    except Refusal as refusal:
        answers = await ask(_mine, viewer)
        return await _mine_page(request, viewer, answers, typed=typed, refusal=refusal)
    return RedirectResponse("/mine?answered=1", status_code=303)


async def say_felt(request: Request) -> Response:
    """Was it so for you too, under one's own promise; whoever says no is shown where to tell what happened."""
    viewer = await viewer_of(request)
    form = await request.form()
    promise_id, answer = str(form.get("promise_id", "")), str(form.get("answer", ""))
    saved = await attempt(
        say_how_it_was, viewer, form_key=str(form.get("form_key", "")), promise_id=promise_id, answer=answer
    )
    return to_thanks(promise_id, answer, saved.answer, own="1")


async def read_news(request: Request) -> Response:
    """What one was told has been read: what stood on the page, not what came in meanwhile or waits behind it."""
    viewer = await viewer_of(request)
    form = await request.form()
    shown = [str(one) for one in form.getlist("notice")]
    await attempt(mark_read, viewer, form_key=str(form.get("form_key", "")), notice_ids=shown)
    return RedirectResponse("/mine", status_code=303)


async def choose(request: Request) -> Response:
    """Be told by mail at once, once a week, or never."""
    viewer = await viewer_of(request)
    form = await request.form()
    typed = {name: str(form.get(name, "")) for name in ("form_key", "how", "email")}
    try:
        if typed["how"] != "never":
            spend(LEAVING, request)
        await attempt(choose_mail, viewer, **typed)
    except NotFound:
        raise
    except Refusal as refusal:
        answers = await ask(_mine, viewer)
        return await _mine_page(request, viewer, answers, typed=typed, mail_refusal=refusal)
    return RedirectResponse("/mine#mail", status_code=303)


async def new_return_code(request: Request) -> Response:
    """A guest's new code for another device, shown this once."""
    viewer = await viewer_of(request)
    form = await request.form()
    code = new_code(RETURN_CODE_LENGTH)
    saved = await attempt(renew_return_code, viewer, form_key=str(form.get("form_key", "")), return_code=code)
    answers = await ask(_mine, viewer)
    return await _mine_page(request, viewer, answers, code="" if saved.again else f"{code[:3]}-{code[3:]}")


async def type_code(request: Request) -> Response:
    """Type the code of a feedback, or see what this browser follows."""
    viewer = await viewer_of(request)
    typed = request.query_params.get("code", "")
    if normal_code(typed):
        return RedirectResponse(f"/follow/{normal_code(typed)}", status_code=303)
    if typed:
        return await _wrong_code(request, viewer, Refusal("follow_code_wrong"), typed)
    found = await ask(_followed, viewer, codes=voices_of(request))
    return page(request, "follow_all.html", viewer, **_words(viewer), answers=found, sentence="")


async def follow(request: Request) -> Response:
    """What became of one feedback, for whoever holds its code."""
    viewer = await viewer_of(request)
    code = normal_code(request.path_params["code"])
    try:
        answer = await _answer(request, viewer, code)
    except Refusal as refusal:
        return await _wrong_code(request, viewer, refusal, request.path_params["code"])
    return await _follow_page(request, viewer, code, answer)


async def answer_followed(request: Request) -> Response:
    """Answer what a decision asked about the idea that a feedback became."""
    viewer = await viewer_of(request)
    code = normal_code(request.path_params["code"])
    form = await request.form()
    typed = {name: str(form.get(name, "")) for name in ("form_key", "words")}
    try:
        answer = await _answer(request, viewer, code)
    except Refusal as refusal:
        return await _wrong_code(request, viewer, refusal, request.path_params["code"])
    try:
        await attempt(reply_by_code, viewer, form_key=typed["form_key"], code=code, words=typed["words"])
    except NotFound:
        raise
    except Refusal as refusal:
        return await _follow_page(request, viewer, code, answer, typed=typed, refusal=refusal)
    return RedirectResponse(f"/follow/{_spelled(code)}?answered=1", status_code=303)


async def _answer(request: Request, viewer: Viewer, code: str) -> Answer:
    address = address_of(request)
    await slow_down(FOLLOWING, address)
    try:
        return await ask(_by_code, viewer, code=code)
    except Refusal:
        count_wrong(FOLLOWING, address)
        raise


async def _wrong_code(request: Request, viewer: Viewer, refusal: Refusal, typed: str) -> Response:
    """What was typed stays in its field, to be put right sign by sign."""
    sentence = refusal_sentence(speech(viewer.language), refusal.code, refusal.facts, refusal.field)
    return page(request, "follow_all.html", viewer, status=404, **_words(viewer), answers=[], sentence=sentence,
                typed={"code": typed[:TYPED]})  # fmt: skip


async def _mine_page(
    request: Request, viewer: Viewer, answers: Answers, *, typed: dict[str, str] | None = None,
    refusal: Refusal | None = None, mail_refusal: Refusal | None = None, code: str = "",
) -> Response:  # fmt: skip
    say = speech(viewer.language)
    told, unread, waiting, doors = await ask(_told, viewer)
    news = news_of(say, viewer, unread, answers, settings().zone)
    return page(
        request, "mine.html", viewer, status=422 if refusal or mail_refusal else 200, **_words(viewer),
        answers=answers, below=what_is_here(say, answers.total, answers.told), voted_words=voted_words, told=told,
        news=news, unread=unread, more=waiting - len(unread), doors=doors, mails=settings().mails,
        felt_answers=felt_choices(say),
        mail_sentence=refusal_sentence(say, mail_refusal.code, mail_refusal.facts, mail_refusal.field)
        if mail_refusal else "",
        title=mine_title(say, answers.became, answers.total, told=answers.told, answered=answers.answered,
                         voted=answers.voted, latest=answers.latest), typed=typed or {}, code=code,
        sentence=refusal_sentence(say, refusal.code, refusal.facts, refusal.field) if refusal else "",
        answered="answered" in request.query_params, is_guest=viewer.kind is Kind.GUEST, limit=WORDS_LIMIT,
    )  # fmt: skip


async def _follow_page(
    request: Request, viewer: Viewer, code: str, answer: Answer, *, typed: dict[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response:  # fmt: skip
    say = speech(viewer.language)
    # Whoever has just left a word has perhaps ten seconds more; `new` names the door they come from.
    door = request.query_params.get("new", "")
    promises = await commitments_at(request, viewer, door) if door else []
    return page(
        request, "follow.html", viewer, status=422 if refusal else 200, **_words(viewer), answer=answer,
        title=followed_title(
            say, answer.decided.outcome if answer.decided else "", asks=answer.asks and not answer.closing,
            answered=bool(answer.said_back or answer.closing), read=answer.read,
        ),
        code=_spelled(code), link=f"{settings().public_url}/follow/{_spelled(code)}", typed=typed or {},
        sentence=refusal_sentence(say, refusal.code, refusal.facts, refusal.field) if refusal else "",
        limit=WORDS_LIMIT,
        new=bool(door), promises=promises, answers=felt_choices(say), answered="answered" in request.query_params,
    )  # fmt: skip


def _words(viewer: Viewer) -> dict[str, Any]:
    """What the templates need to put an answer into words."""
    return {"worded": worded, "face_words": face_words, "zone": settings().zone}


def _spelled(code: str) -> str:
    return f"{code[:4]}-{code[4:]}"


def _mine(session: Session, viewer: Viewer) -> Answers:
    return my_answers(session, viewer, now=clock.now())


def _told(session: Session, viewer: Viewer) -> tuple[ChoiceView, list[NoticeView], int, list[PublicDoor]]:
    unread = notices_for(session, viewer, unread_only=True)
    return my_mail_choice(session, viewer), unread, unread_count(session, viewer), open_doors(session, viewer)


def _by_code(session: Session, viewer: Viewer, *, code: str) -> Answer:
    return answer_of_code(session, viewer, now=clock.now(), code=code)


def _followed(session: Session, viewer: Viewer, *, codes: list[str]) -> list[tuple[str, Answer]]:
    found = []
    for code in codes:
        try:
            found.append((_spelled(code), answer_of_code(session, viewer, now=clock.now(), code=code)))
        except Refusal:
            # Erased meanwhile: this browser simply no longer follows it.
            continue
    return found


ROUTES = [
    Route("/mine", mine, methods=["GET"]),
    Route("/mine/reply", answer_mine, methods=["POST"]),
    Route("/mine/felt", say_felt, methods=["POST"]),
    Route("/mine/read", read_news, methods=["POST"]),
    Route("/mine/mail", choose, methods=["POST"]),
    Route("/mine/code", new_return_code, methods=["POST"]),
    Route("/follow", type_code, methods=["GET"]),
    Route("/follow/{code}", follow, methods=["GET"]),
    Route("/follow/{code}", answer_followed, methods=["POST"]),
]
