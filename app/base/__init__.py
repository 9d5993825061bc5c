"""The ground floor: database, work, clock, mail, files, jobs, pdf, language, settings and problems."""
