"""The human examination: rulings, questions to the publisher, opinion."""
