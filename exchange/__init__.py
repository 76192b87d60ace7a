"""What comes in and goes out: tables from Excel and CSV, and the same back. The only importer of openpyxl."""
