"""Our own tables, one file per subject; users' tables are made by forms.ddl."""
