"""A meeting as files to take along: text, Markdown, subtitles, Word, PDF, JSON and all of them as a ZIP."""
