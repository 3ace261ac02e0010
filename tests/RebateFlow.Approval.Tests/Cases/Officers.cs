using RebateFlow.Approval.Casework.Cases;

namespace RebateFlow.Approval.Tests.Cases;

/// <summary>People and cases for the state machine's tests.</summary>
public static class Officers
{
    private const string Tianjin = "11200000000";

    public static Officer Reviewer(string id) => new(id, Tianjin, [Post.Review]);

    public static Officer ReReviewer(string id) => new(id, Tianjin, [Post.ReReview]);

    public static Officer Everything(string id) => new(id, Tianjin, Enum.GetValues<Post>());

    /// <summary>A waiting case of attempt 1 at the first post of the route.</summary>
    public static ApprovalCase Case(params Post[] route) =>
        ApprovalCase.Open(Guid.CreateVersion7(), 1, route, []);

    public static ApprovalCase With(this ApprovalCase some, params OpenDoubt[] doubts) =>
        some with
        {
            OpenDoubts = doubts,
        };
}
