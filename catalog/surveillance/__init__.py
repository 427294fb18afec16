"""What happens after: re-assessment and reports from third parties."""
