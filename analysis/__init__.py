"""What the numbers say: pure functions, arrays in, facts out.

Knows no tables, no files and no language. `cases` cleans, `survival` draws the curve, `limits` says how sure, `weeks`
how unlike the weeks are, `traps` when the file itself misleads, `today` what could be promised, `verdict` puts it
together.
"""
