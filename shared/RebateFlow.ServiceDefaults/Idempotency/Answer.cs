using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace RebateFlow.ServiceDefaults.Idempotency;

/// <summary>The outcome of a request: a body with its version, or a refusal.</summary>
/// <param name="Version">Version of the thing after the request; the ETag.</param>
public sealed record Answer(
    int Status,
    object? Body,
    long? Version,
    string? Location,
    ProblemHttpResult? Refusal
)
{
    /// <summary>200 with a body and its version.</summary>
    public static Answer Ok(object body, long version) => new(200, body, version, null, null);

    /// <summary>A body that has no version, such as a result.</summary>
    public static Answer Ok(object body) => new(200, body, null, null, null);

    /// <summary>201 with the place of what was made.</summary>
    public static Answer Created(string location, object body, long version) =>
        new(201, body, version, location, null);

    /// <summary>201 with the place of what was made and has no version.</summary>
    public static Answer Created(string location, object body) =>
        new(201, body, null, location, null);

    /// <summary>204.</summary>
    public static readonly Answer NoContent = new(204, null, null, null, null);

    /// <summary>A refusal is an answer too.</summary>
    public static implicit operator Answer(ProblemHttpResult refusal) =>
        new(refusal.StatusCode, null, null, null, refusal);

    /// <summary>As it is kept, with its body as JSON.</summary>
    public StoredAnswer ToStored(string? json) =>
        new(Status, Version is { } version ? EntityTag.Of(version) : null, Location, json);
}

/// <summary>An answer as it is kept for a repeated request.</summary>
/// <param name="Body">JSON, or null when there is none.</param>
public sealed record StoredAnswer(int Status, string? ETag, string? Location, string? Body)
    : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (ETag is not null)
            response.Headers.ETag = ETag;
        if (Location is not null)
            response.Headers.Location = Location;
        if (Body is null)
            return Task.CompletedTask;
        response.ContentType = "application/json; charset=utf-8";
        return response.WriteAsync(Body, httpContext.RequestAborted);
    }
}
