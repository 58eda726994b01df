"""PostgreSQL, the only source of truth: tables, and one file per slice that speaks to them."""
