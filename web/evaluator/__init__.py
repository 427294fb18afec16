"""The evaluator's desk: findings, verdicts, rulings, opinion, decision."""
