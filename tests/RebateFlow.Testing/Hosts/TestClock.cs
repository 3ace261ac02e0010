namespace RebateFlow.Testing.Hosts;

/// <summary>
/// A clock that runs like the real one from another day on, and that a test can push forward. The
/// filings of the tests, the rates and the working days belong to that time.
/// </summary>
public sealed class TestClock : TimeProvider
{
    /// <summary>10:00 in China on Monday 20 April 2026, a working day.</summary>
    public static readonly DateTimeOffset Start = new(2026, 4, 20, 2, 0, 0, TimeSpan.Zero);

    private long shiftTicks = (Start - System.GetUtcNow()).Ticks;

    public void Advance(TimeSpan by) => Interlocked.Add(ref shiftTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() =>
        System.GetUtcNow().AddTicks(Interlocked.Read(ref shiftTicks));
}
