"""The route optimiser behind one function, solve(problem, ...) -> plan."""
