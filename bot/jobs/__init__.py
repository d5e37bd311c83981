"""What happens by the clock: reminders, the digest, and sending what waits in the outbox."""
