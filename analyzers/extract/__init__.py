"""One extraction per artifact kind: bytes to evidence. Runs only inside the sandbox's child."""
