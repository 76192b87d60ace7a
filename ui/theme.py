"""How the desk looks: the colours of the four verdicts and the few rules that Streamlit's own theme cannot say.

Calm and editorial: serif titles, sans text, one accent (a deep ink blue), much air. A verdict is never colour
alone: icon and word stand beside it. The colours hold for the three common kinds of colour blindness and reach 4.5
to 1 on both grounds.
"""

import streamlit as st

from words.speech import Speech

# Verdict and tone -> (light ground, dark ground). Teal, amber, vermilion, grey.
VERDICT_COLOURS = {
    "supported": ("#00695c", "#5fc9b8"),
    "at risk": ("#8a5200", "#f0b04d"),
    "not supportable": ("#b03a1a", "#ff8f6b"),
    "not enough evidence": ("#59626b", "#a8b0b8"),
}

CSS = """
<style>
:root { color-scheme: light dark; }
[data-testid="stMainBlockContainer"] { max-width: 72rem; }
[data-testid="stMarkdownContainer"] p, [data-testid="stMarkdownContainer"] li { line-height: 1.55; }
h1 { letter-spacing: -0.01em; text-wrap: balance; line-height: 1.2; padding: 0.25rem 0 0.75rem !important; }
/* Room for the line at the foot of the example company. */
[data-testid="stMainBlockContainer"] { padding-bottom: 5rem; }
h2, h3 { text-wrap: balance; }
/* Names and figures people typed never push the page sideways. */
[data-testid="stText"] { white-space: pre-wrap; overflow-wrap: anywhere; font-family: inherit; }
[data-testid="stMarkdownContainer"] { overflow-wrap: anywhere; }
/* A figure is never broken in the middle, whatever stands beside it. */
[data-testid="stMarkdownContainer"] :is(td, th)[style*="right"] { white-space: nowrap; overflow-wrap: normal; }
[data-testid="stMetricValue"] { font-variant-numeric: tabular-nums; }
.dr-chip { display: inline-block; padding: 0.1rem 0.6rem; border-radius: 1rem; border: 1px solid currentColor;
  font-weight: 600; font-size: 0.95rem; white-space: nowrap; }
/* Streamlit's captions fall short of 4.5 to 1 on our ground. */
[data-testid="stCaptionContainer"] { opacity: 0.8; }
[data-testid="stHtml"] a { color: #1f3a5f; }
@media (prefers-color-scheme: dark) { [data-testid="stHtml"] a { color: #9dc1ea; }
  button[data-selected="true"] p, [data-testid="stBaseButton-segmented_controlActive"] p,
  [data-testid="stTab"][aria-selected="true"] p { color: #9dc1ea; } }
[data-testid="stPageLink"] p { font-weight: 600; color: var(--link-color, inherit); }
/* The words of a way on stand under the words they go on from; only its ground, when one points at it, reaches out. */
[data-testid="stPageLink"] a { position: relative; left: -0.5rem; }
/* A sheet that opens from a narrow column is as wide as a sentence wants. */
[data-testid="stPopoverBody"] { min-width: min(24rem, 92vw); }
/* Links to a heading: an address names what is shown, never a place on the page, and each was one more stop for Tab. */
[data-testid="stHeaderActionElements"] { display: none; }
/* Where one is by keyboard: Streamlit tints the ground of a link a little, which nobody sees. */
a:focus-visible { outline: 2px solid #1f3a5f !important; outline-offset: 2px; border-radius: 0.3rem; }
@media (prefers-color-scheme: dark) { a:focus-visible { outline-color: #9dc1ea !important; } }
.dr-note { opacity: 0.75; font-size: 0.9rem; }
.st-key-invented { position: fixed; left: 0; right: 0; bottom: 0; z-index: 50; pointer-events: none; }
.st-key-invented p { text-align: center; font-size: 0.8rem; margin: 0; padding: 0.15rem 0.5rem;
  background: #8a5200; color: #ffffff; }
.st-key-invented [data-testid="stMarkdownContainer"] { margin-bottom: 0; }
/* A chart in a closed fold keeps its width until the fold opens: it must not widen the page of a turned phone. */
[data-testid="stVegaLiteChart"] { overflow-x: clip; }
/* The rows of a list of promises: a line at the desk, a card on a phone, where the heads say nothing. */
.st-key-live-mark { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.st-key-live-mark:focus-within { position: static; width: auto; height: auto; clip-path: none; }
[class*="st-key-portfolio-row-"], [class*="st-key-told-row-"] { border-top: 1px solid rgba(128, 128, 128, 0.25);
  padding: 0.35rem 0 0.1rem; }
:is([class*="st-key-portfolio-row-"], .st-key-journey-cell) [data-testid="stPageLink"] :is(a, p) {
  white-space: normal; overflow: visible; height: auto; }
[class*="st-key-portfolio-row-"] [data-testid="stPageLink"] a { left: 0; padding-left: 0; }
.st-key-portfolio-heads, .st-key-told-heads { margin-bottom: -0.75rem; }
/* A thumb needs room. */
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] { padding-left: 1rem; padding-right: 1rem; }
  [data-testid="stButton"] button, [data-testid="stFormSubmitButton"] button { min-height: 3rem; width: 100%; }
  [data-testid="stElementContainer"]:has([data-testid="stButton"], [data-testid="stFormSubmitButton"]),
  [data-testid="stButton"], [data-testid="stFormSubmitButton"] { width: 100% !important; }
  /* The sentence of a promise stays a sentence: figures and units two by two. */
  [class*="st-key-sentence-"] [data-testid="stColumn"] { min-width: calc(50% - 0.5rem); flex: 1 1 calc(50% - 0.5rem); }
  [class*="st-key-sentence-"] [data-testid="stColumn"]:first-child { min-width: 100%; }
  [data-testid="stPopoverButton"], [data-testid="stFileUploaderDropzone"] button { min-height: 2.75rem; }
  [data-testid="stExpander"] summary, [data-testid="stPageLink"] a { min-height: 2.75rem; }
  [data-testid="stButtonGroup"] [role="radiogroup"] button { min-height: 2.75rem; }
  [data-testid="stLogoLink"], [data-testid="stExpandSidebarButton"] { min-width: 2.75rem; min-height: 2.75rem; }
  h1 { font-size: 1.7rem !important; }
  /* A line and its way on belong together. */
  :is(.st-key-home-needs, .st-key-home-usable) [data-testid="stHorizontalBlock"] { gap: 0; }
  .st-key-portfolio-heads, .st-key-told-heads { display: none; }
  [class*="st-key-portfolio-row-"], [class*="st-key-told-row-"] { border: 1px solid rgba(128, 128, 128, 0.35);
    border-radius: 0.5rem; padding: 0.75rem; }
  :is([class*="st-key-portfolio-row-"], [class*="st-key-told-row-"]) [data-testid="stVerticalBlock"],
  :is([class*="st-key-portfolio-row-"], [class*="st-key-told-row-"]) [data-testid="stHorizontalBlock"] { gap: 0.35rem; }
}
[data-testid="stElementContainer"]:has([data-seen]) { height: 0; min-height: 0; margin-bottom: -1rem; }
[data-seen] { display: block; scroll-margin-top: 8rem; outline: none; }
@media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } }
</style>
"""


# Streamlit's own words are English only. Those of the field for a file are covered by ours; the one about the Enter key
# is no help to anybody beside a button, and goes where a count of characters stands next to it.
OWN_WORDS = """
<style>
/* Names that are only read aloud: `static/desk.js` puts them where Streamlit has its own. */
:root { --file-choose: "%(choose)s"; --file-take: "%(take)s"; --file-other: "%(other)s"; }
[data-testid="stFileUploaderDropzone"] [data-testid="stBaseButton-secondary"] p,
[data-testid="stFileUploaderDropzoneInstructions"] span { font-size: 0; }
/* The largest file any page takes: each page says its own limit, and this one is nobody's, unseen or read aloud. */
[data-testid="stFileUploaderDropzoneInstructions"] span { visibility: hidden; }
[data-testid="stFileUploaderDropzone"] [data-testid="stBaseButton-secondary"] p::after {
  content: var(--file-choose); font-size: 0.9rem; }
[data-testid="stFileUploaderDropzoneInstructions"] span::after { visibility: visible; content: "%(drop)s";
  font-size: 0.9rem; }
@media (min-width: 641px) { [data-testid="stFileChips"] button { min-width: 1.5rem; min-height: 1.5rem; } }
[data-testid="stFileChips"] button:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
[data-testid="InputInstructions"] > span:first-child:not(:last-child),
[data-testid="stNumberInput"] [data-testid="InputInstructions"] { display: none; }
</style>
"""


def lay_theme(say: Speech) -> None:
    """Put the style rules on the page; the shell does so once a run."""
    st.html(CSS)
    st.html(OWN_WORDS % {"choose": say("Choose the file"), "drop": say("or drop it here"), "take": say("Take away"),
                         "other": say("Choose another file")})  # fmt: skip
