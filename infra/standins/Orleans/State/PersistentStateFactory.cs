using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Orleans.Runtime;

internal sealed class PersistentStateFactory : IPersistentStateFactory
{
    /// <summary>The value of a constructor parameter marked with <see cref="PersistentStateAttribute"/>.</summary>
    public static object Create(Activation activation, ParameterInfo parameter)
    {
        var configuration = parameter.GetCustomAttributes().OfType<IPersistentStateConfiguration>().FirstOrDefault();
        if (configuration is null || !parameter.ParameterType.IsGenericType || parameter.ParameterType.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new InvalidOperationException($"{parameter.Member.DeclaringType}: parameter {parameter.Name} is no IPersistentState.");
        }

        var factory = activation.ActivationServices.GetRequiredService<IPersistentStateFactory>();
        try
        {
            return typeof(IPersistentStateFactory).GetMethod(nameof(Create))!.MakeGenericMethod(parameter.ParameterType.GetGenericArguments())
                .Invoke(factory, [activation, configuration])!;
        }
        catch (TargetInvocationException problem) when (problem.InnerException is not null)
        {
            throw problem.InnerException;
        }
    }

    public IPersistentState<TState> Create<TState>(IGrainContext context, IPersistentStateConfiguration config)
    {
        var name = config.StorageName ?? "Default";
        var storage = context.ActivationServices.GetKeyedService<IGrainStorage>(name)
            ?? throw new BadProviderConfigException($"{context.GrainInstance?.GetType() ?? (object)context.GrainId}: there is no grain storage named '{name}' for state '{config.StateName}'.");
        var state = new PersistentState<TState>(config.StateName, context.GrainId, storage);
        context.ObservableLifecycle.Subscribe(config.StateName, GrainLifecycleStage.SetupState, token => state.ReadStateAsync(token));
        return state;
    }
}
