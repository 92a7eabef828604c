"""The leak drill: a workspace full of marks, people of every kind, and a knock at every door."""
