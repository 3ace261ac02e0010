using System.Threading.Channels;

namespace RebateFlow.Intake.Events;

/// <summary>One open stream of a pre-declaration's events.</summary>
/// <param name="client">The client that holds it open.</param>
/// <param name="id">The pre-declaration.</param>
/// <param name="after">Version that its reader has.</param>
public sealed class FilingStream(string client, Guid id, long after)
{
    private readonly Channel<FilingEvent> events = Channel.CreateUnbounded<FilingEvent>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true }
    );

    /// <summary>Who holds it.</summary>
    public string Client => client;

    /// <summary>The pre-declaration.</summary>
    public Guid Id => id;

    /// <summary>Version of the last event that was passed on; only the pump moves it.</summary>
    internal long After { get; private set; } = after;

    /// <summary>Events in their order. A filing has few, so nothing piles up.</summary>
    public ChannelReader<FilingEvent> Events => events.Reader;

    internal void Pass(FilingEvent next)
    {
        if (next.Version <= After)
            return;
        After = next.Version;
        events.Writer.TryWrite(next);
    }
}
