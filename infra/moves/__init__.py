"""What an operator does to the data of a stage: migrations, backups, companies that come and go (`docs/operations.md`).

Only this package scans tables, with the operator's own credentials. No function of the house may.
"""
