"""The proposal of an import: what was understood, shown so that people can check and change it."""
