"""The room for lessons from elsewhere: projects, question files and packages of other makers become drafts of ours.

What an importer hands over is a folder as an author would have written it, beside the others in lessons/:

- `module.yml` with `status: draft`, texts and pictures in the format of docs/lessons.md, so that the checker reads it,
  an editor finishes it, and nothing of it goes out by itself. Ids and letters are made once and written down;
- `IMPORT.md`: where it came from (address, version, date, licence, makers), and line by line what was not taken over
  or was changed. Nothing disappears silently;
- a licence of app/curriculum/checker/vocabulary.py: LICENCES. Another one (not for profit, no derivatives, unknown)
  stays in the draft as it is written, and the checker keeps the module from going out (M15, P04).

An importer knows files and no database, fetches nothing while a page waits, and reads what comes in as hostile.
"""
