namespace RebateFlow.Messaging;

/// <summary>Settings of the section <c>Messaging</c>.</summary>
public sealed class MessagingOptions
{
    /// <summary>AMQP address of RabbitMQ with user, password and virtual host.</summary>
    public Uri Broker { get; set; } = new("amqp://localhost:7672/");

    /// <summary>Name of the service; the first part of every queue name.</summary>
    public string Service { get; set; } = "";

    /// <summary>
    /// False in a process that only writes the outbox; it then notifies the relays elsewhere.
    /// </summary>
    public bool RelayEnabled { get; set; } = true;

    /// <summary>Rows one relay takes at a time, 1 to 5,000.</summary>
    public int RelayBatchSize { get; set; } = 256;

    /// <summary>
    /// How long a relay waits without a wake-up; it catches wake-ups that were lost.
    /// </summary>
    public TimeSpan RelayPollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Messages of one queue a service works on at once, 1 or more.</summary>
    public int ConcurrencyPerQueue { get; set; } = 16;

    /// <summary>Messages a group consumer takes in one transaction, 1 to 32.</summary>
    public int GroupSize { get; set; } = 24;

    /// <summary>
    /// Messages of one queue that the broker delivers ahead; at least the concurrency.
    /// </summary>
    public ushort PrefetchPerQueue { get; set; } = 64;

    /// <summary>Pauses between in-place tries after a transient fault.</summary>
    public IReadOnlyList<TimeSpan> RetryPauses { get; set; } =
    [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1)];

    /// <summary>
    /// Delays before a message that met a transient fault comes again; the last one repeats.
    /// </summary>
    public IReadOnlyList<TimeSpan> RedeliveryDelays { get; set; } =
    [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5)];

    /// <summary>
    /// Redeliveries after which a message goes to the error queue; 300 is about a day.
    /// </summary>
    public int RedeliveryLimit { get; set; } = 300;

    /// <summary>
    /// Deliveries after which the broker itself parks a message whose consumer dies each time.
    /// RabbitMQ before 4.0 has no limit of its own.
    /// </summary>
    public int DeliveryLimit { get; set; } = 20;

    /// <summary>
    /// How long the broker may take to answer before the connection counts as dead.
    /// </summary>
    public TimeSpan BrokerPatience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Pause before a message that could be neither consumed nor parked goes back to the broker,
    /// which hands it over again at once and gives it up after <see cref="DeliveryLimit"/> times.
    /// </summary>
    public TimeSpan RequeuePause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a consumed message is remembered; a duplicate later than this is not recognised.
    /// </summary>
    public TimeSpan InboxRetention { get; set; } = TimeSpan.FromDays(14);
}
