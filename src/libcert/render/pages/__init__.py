"""Pages for a browser: a report, and a catalogue as a website.

`environment` fills the templates in `templates/`. The other modules turn answers into the words and
shapes that a template shows, so that no template decides anything.
"""
