"""Rules of teaching: when, for how much, by whom, with what. Figures of policy and calendars are handed in.

`permitted_time` timetables; `fees` prices and prepaid caps; `people` certificates, checks and ratios; `materials` who
reviews and how long it is kept. Every breach carries figures; `wording` says it in a sentence with its article.
"""
