"""What authors write for mails and pages, and nobody of the house has read: templates of a small language, and HTML with its styles."""
