"""The consultation on a draft edition: comments, their moderation and answers, the opinion of a citizens' panel."""
