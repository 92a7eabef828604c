"""The workshop: one module per thing `./dev` can do, standard library only."""
