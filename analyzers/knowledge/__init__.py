"""Dated, sourced data (SDKs, operators, addresses) and its pure look-ups. Judges nothing."""
