"""The publisher's counter: lodge and follow a file."""
