"""Sample data of apps: records in a package, a company's past replayed, and all of it taken away again by one click."""
