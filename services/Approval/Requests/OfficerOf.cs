using System.Security.Claims;
using RebateFlow.Approval.Casework.Cases;
using RebateFlow.ServiceDefaults;

namespace RebateFlow.Approval.Requests;

/// <summary>Reads the officer out of a token.</summary>
public static class OfficerOf
{
    private static readonly (string Role, Post Post)[] Posts =
    [
        (Roles.OfficerReview, Post.Review),
        (Roles.OfficerEvaluation, Post.Evaluation),
        (Roles.OfficerRereview, Post.ReReview),
        (Roles.OfficerApproval, Post.Approval),
    ];

    /// <returns>Null when the token names no tax authority: such an officer sees nothing.</returns>
    public static Officer? Token(ClaimsPrincipal user) =>
        user.TaxAuthority() is { Length: > 0 } authority
            ? new(
                user.SubjectId(),
                authority,
                [.. Posts.Where(one => user.IsInRole(one.Role)).Select(one => one.Post)]
            )
            : null;
}
